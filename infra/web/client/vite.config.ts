import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { workerFiles } from './worker-files.ts';

const server = process.env.CONFAB_DEV_SERVER ?? 'http://127.0.0.1:8080';
/** A deployed client has hashes in its names, so that it may be kept for ever; the committed one has none. */
const hashed = process.env.CONFAB_WEB_HASHED === 'true';
const hash = hashed ? '-[hash]' : '';

export default defineConfig({
  base: './',
  plugins: [vue(), workerFiles(fileURLToPath(new URL('public', import.meta.url)))],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2022',
    sourcemap: false,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        app: fileURLToPath(new URL('index.html', import.meta.url)),
        sw: fileURLToPath(new URL('src/sw.ts', import.meta.url)),
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : `app${hash}.js`),
        chunkFileNames: `chunk-[name]${hash}.js`,
        assetFileNames: ({ names }) => (names[0]?.endsWith('.css') ? `app${hash}.css` : `[name]${hash}[extname]`),
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '^/(config\\.json|ws|files|uploads?|[a-z]+[A-Z]\\w*|logout)$': { target: server, ws: true } },
  },
});
