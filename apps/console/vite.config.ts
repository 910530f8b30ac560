import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  // Workspace libraries come in as source, so that a changed field shows without building anything first.
  resolve: { conditions: ['@clientele/source', 'module', 'browser', 'development|production'] },
  // The admin listener's content security policy has no font-src data:, and its cache serves small files well.
  build: { assetsInlineLimit: 0, sourcemap: false },
  server: {
    port: 4280,
    proxy: { '^/(?!console/)': 'http://localhost:4001', '/console/config.json': 'http://localhost:4001' },
  },
});
