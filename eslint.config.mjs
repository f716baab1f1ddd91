import next from '@next/eslint-plugin-next'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  {
    ignores: [
      '.next/',
      'node_modules/',
      'lib/db/generated/',
      'test-results/',
      'playwright-report/',
      'next-env.d.ts',
      '.data/',
      // The bare page of the bench: Next writes a lax tsconfig beside it.
      'bench/bare/',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.mjs', '*.cjs', 'cli/*.mjs', 'cli/prisma/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { '@next/next': next, 'react-hooks': hooks },
    rules: {
      ...next.configs.recommended.rules,
      ...next.configs['core-web-vitals'].rules,
      ...hooks.configs.recommended.rules,
      // Numbers in templates are what reasons are made of.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowNullish: true, allowBoolean: true },
      ],
      // `() => setX()` in handlers says what it does.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // A clock or a command may have nothing to wait for and still be asynchronous by its type.
      '@typescript-eslint/require-await': 'off',
      // pg's query types its rows by a parameter of this kind.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false, properties: false } },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'lib/env.ts is the only reader of the environment.',
        },
      ],
      // Pages link to each other as documents where that is enough.
      '@next/next/no-html-link-for-pages': 'off',
    },
  },
  {
    files: [
      'lib/env.ts',
      'prisma/**',
      'cli/**',
      'e2e/**',
      'proxy.ts',
      'instrumentation.ts',
      'prisma.config.ts',
      'playwright.config.ts',
      'vitest.config.ts',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: ['**/*.mjs', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
)
