const swc = require('./swc.config.js');

// These ship as ES modules only, which jest's module loader cannot read untranslated.
const esModules = [
  'jose',
  'temporal-polyfill',
  'temporal-utils',
  'cookie',
  // flydrive, file-type, and what they stand on
  'flydrive',
  '@poppinss',
  'case-anything',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
];

module.exports = {
  rootDir: '..',
  roots: ['<rootDir>/test'],
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  // What has no short form.
  testPathIgnorePatterns: process.env.PARLEY_TEST_SCALE === 'full' ? [] : ['\\.full\\.test\\.ts$'],
  transform: { '\\.(ts|js|mjs)$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
  setupFiles: ['<rootDir>/test/setup.js'],
  globalSetup: '<rootDir>/test/services/global-setup.ts',
  globalTeardown: '<rootDir>/test/services/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/closing-line.reporter.js'],
  // More than cores: many tests wait, for servers to start and for rights to end.
  maxWorkers: 3,
  // What a file has loaded stays in its worker's memory: after some dozens of files it would mostly collect garbage.
  workerIdleMemoryLimit: '500MB',
  // Tests that kill and restart servers, or run thousands of histories, set nothing of their own.
  testTimeout: 60_000,
};
