import { defineConfig } from 'vite';

const entries = {
  index: 'src/index.ts',
  node: 'src/node.ts',
  uni: 'src/uni.ts',
  vue: 'src/vue.ts',
  'uni-im': 'src/uni-im.ts',
  'web-push': 'src/web-push.ts',
};

export default defineConfig({
  build: {
    target: 'es2020',
    minify: false,
    lib: {
      entry: entries,
      formats: ['es', 'cjs'],
      fileName: (format, name) => `${name}.${format === 'es' ? 'js' : 'cjs'}`,
    },
    rollupOptions: { external: ['vue', 'ws', 'idb', 'blueimp-md5', /^node:/] },
  },
});
