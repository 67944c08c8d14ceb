import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';
import { oneConnection } from './scripts/lint/one-connection.ts';

/** Strictest typed rules everywhere; the few relaxations below each say why. */
export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'dist',
      '.ringback',
      'coverage',
      'web/dist',
      '**/*.generated.ts',
      'test/boundaries-canary',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', '*.cjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Numbers and instants are interpolated into ids and messages all over; booleans and objects stay forbidden.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `void promise` is how a fire-and-forget is marked on purpose.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['**/*.ts'],
    plugins: { house: { rules: { 'one-connection': oneConnection } } },
    rules: { 'house/one-connection': 'error' },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { ...reactHooks.configs.recommended.rules },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    ...tseslint.configs.disableTypeChecked,
  },
);
