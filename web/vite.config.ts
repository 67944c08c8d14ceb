/**
 * The dashboard's build. Everything it needs is bundled (fonts too): the finished page asks no other host for anything,
 * which is what the server's content security policy enforces.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env['RINGBACK_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    // Fonts stay files, so that the policy needs no `data:` for them.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  server: {
    port: 5173,
    proxy: { '/api': api, '/b': api, '/healthz': api, '/docs': api },
  },
});
