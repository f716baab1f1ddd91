import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') }

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{app,components,lib,cli}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', '**/*.install.test.ts'],
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'database',
          include: ['{app,components,lib,cli,prisma}/**/*.db.test.ts'],
          globalSetup: 'e2e/harness/server.ts',
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'installation',
          include: ['cli/**/*.install.test.ts'],
          globalSetup: 'e2e/harness/server.ts',
          pool: 'forks',
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
