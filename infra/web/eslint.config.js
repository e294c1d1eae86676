import tseslint from 'typescript-eslint';
import vue from 'eslint-plugin-vue';
import a11y from 'eslint-plugin-vuejs-accessibility';

const globalsOfPlatforms = [
  'window',
  'document',
  'navigator',
  'fetch',
  'WebSocket',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'crypto',
  'URL',
  'URLSearchParams',
  'TextEncoder',
  'TextDecoder',
  'AbortController',
  'structuredClone',
  'setTimeout',
  'setInterval',
  'clearTimeout',
  'clearInterval',
  'queueMicrotask',
  'uni',
  'wx',
  'process',
  'Buffer',
];

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', 'sdk/test/types/generated.ts'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always'],
      'no-eval': 'error',
    },
  },
  {
    // The core runs wherever there is JavaScript: what a platform gives comes through its adapters.
    files: ['sdk/src/**/*.ts'],
    ignores: ['sdk/src/platform/**'],
    rules: { 'no-restricted-globals': ['error', ...globalsOfPlatforms] },
  },
  ...vue.configs['flat/recommended'].map((c) => ({ ...c, files: ['client/**/*.vue'] })),
  ...a11y.configs['flat/recommended'].map((c) => ({ ...c, files: ['client/**/*.vue'] })),
  {
    files: ['client/**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      // Optional props of type boolean are false, and others undefined: TypeScript says so.
      'vue/require-default-prop': 'off',
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      // Voice notes and videos of a chat have no captions to offer.
      'vuejs-accessibility/media-has-caption': 'off',
      // Lists listen for the keys of what is in them; the rule takes that for a click on a div. axe looks at the result (e2e).
      'vuejs-accessibility/no-static-element-interactions': 'off',
      'vuejs-accessibility/click-events-have-key-events': 'off',
      // The options of the mention list are moved through from the text field (aria-activedescendant).
      'vuejs-accessibility/interactive-supports-focus': 'off',
      // It takes <Avatar> for a link ("a" begins its name).
      'vuejs-accessibility/anchor-has-content': 'off',
    },
  },
  { files: ['client/src/i18n/{zh,en}.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['client/**/*.{ts,vue}'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'write'].map((property) => ({
          property,
          message: 'No HTML is ever parsed.',
        })),
      ],
    },
  },
);
