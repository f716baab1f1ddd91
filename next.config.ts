import type { NextConfig } from 'next'

const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

const config: NextConfig = {
  typedRoutes: true,
  reactCompiler: true,
  poweredByHeader: false,
  // `npm run check` checks them; a start need not do it again.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // A program definition has 2 MiB at most.
  experimental: { serverActions: { bodySizeLimit: '3mb' } },
  serverExternalPackages: ['pg', '@prisma/adapter-pg'],
  headers: () => Promise.resolve([{ source: '/:path*', headers }]),
}

export default config
