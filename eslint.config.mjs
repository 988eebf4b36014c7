import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** One clock decides (TM-1): src/lib/clock*, and real time in the browser's workbench. */
const aSecondClock = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'A second clock. Take `now` from the clock in src/lib.',
  },
  {
    selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message: 'A second clock. Take `now` from the clock in src/lib.',
  },
];

/** A stale save() writes old states back over new ones (design.md, trap 7). */
const staleSave = [
  {
    selector: 'CallExpression[callee.property.name="save"]',
    message: 'save() overwrites what others changed. Write one conditional UPDATE.',
  },
];

const relaxed = {
  // Numbers and booleans read the same in a sentence as they do in code.
  '@typescript-eslint/restrict-template-expressions': [
    'error',
    { allowNumber: true, allowBoolean: true },
  ],
  // Object types and entities are classes for their decorators' sake, some without a body.
  '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
  // `() => close()` says all there is to say.
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  // `while (true)` with a return inside is the plainest form of some loops.
  '@typescript-eslint/no-unnecessary-condition': [
    'error',
    { allowConstantLoopConditions: 'only-allowed-literals' },
  ],
  // GraphQL's object types are classes for their decorators; plain objects of their shape are answers just as well.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  '@typescript-eslint/no-misused-spread': ['error', { allow: ['PageInfo', 'string'] }],
  // An argument that only the schema needs says so by its name.
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
  // `async` also turns a throw into a rejection, which callers of an async interface rely on.
  '@typescript-eslint/require-await': 'off',
};

const added = {
  // What is at hand is told beside what is still being looked for.
  '@typescript-eslint/await-thenable': ['error', { allowMixedPromiseArrays: true }],
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': 'error',
  eqeqeq: 'error',
  'no-console': 'error',
};

const relaxedInTests = {
  // Answers of a GraphQL server arrive as untyped JSON, and the expectation beside it checks them.
  '@typescript-eslint/no-explicit-any': 'off',
  '@typescript-eslint/no-unsafe-argument': 'off',
  '@typescript-eslint/no-unsafe-assignment': 'off',
  '@typescript-eslint/no-unsafe-call': 'off',
  '@typescript-eslint/no-unsafe-member-access': 'off',
  '@typescript-eslint/no-unsafe-return': 'off',
  // In a test a missing value should fail the test, and `!` does.
  '@typescript-eslint/no-non-null-assertion': 'off',
  // A describe block is one function that holds a whole story.
  'max-lines-per-function': 'off',
  // Tests tell the run's reader what they ran against.
  'no-console': 'off',
};

export default defineConfig(
  // Generated: src/workbench-build/operations.ts says how it should be.
  globalIgnores(['dist', 'data', 'coverage', 'src/workbench/api/operations.ts']),
  // A rule that does not fit is changed here, with its reason; never silenced in a line.
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './src/workbench/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      ...relaxed,
      ...added,
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 40],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...aSecondClock, ...staleSave] },
  },
  {
    files: ['src/lib/clock*.ts', 'src/workbench/**/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', ...staleSave] },
  },
  {
    // The commands a person watches in the terminal.
    files: [
      'src/main.ts',
      'src/schema-file.ts',
      'src/demo/**/*.ts',
      'src/replay/**/*.ts',
      'src/workbench-build/**/*.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['src/workbench/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    rules: {
      // The page is built without the React Compiler, so nothing is memoised that must not be.
      'react-hooks/incompatible-library': 'off',
      // `onClick={async () => …}` is how React takes a handler; what it throws is caught inside.
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { ...relaxedInTests, 'max-lines': ['error', 400] },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: {
        __dirname: 'readonly',
        URL: 'readonly',
        clearTimeout: 'readonly',
        console: 'readonly',
        module: 'writable',
        process: 'readonly',
        require: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
);
