import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  // Workspace libraries come in as source, so that a changed field shows without building anything first.
  resolve: { conditions: ['@clientele/source', 'module', 'browser', 'development|production'] },
  // The admin listener's content security policy has no font-src data:, and its cache serves small files well.
  build: {
    // The content security policy allows no data: fonts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // A new version of the console leaves the libraries, most of the weight, in the browser's cache.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 2 },
            { name: 'components', test: /node_modules[\\/](@mantine|@floating-ui|lucide-react)[\\/]/, priority: 2 },
            { name: 'libraries', test: /node_modules/, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    port: 4280,
    proxy: { '^/(?!console/)': 'http://localhost:4001', '/console/config.json': 'http://localhost:4001' },
  },
});
