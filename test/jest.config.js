// For the two global hooks, which jest itself loads.
require('./run-typescript.js');

module.exports = {
  rootDir: '..',
  roots: ['<rootDir>/test'],
  runner: '<rootDir>/test/runner.mjs',
  testMatch: ['**/*.test.ts'],
  // What has no short form.
  testPathIgnorePatterns: process.env.PARLEY_TEST_SCALE === 'full' ? [] : ['\\.full\\.test\\.ts$'],
  transform: {},
  setupFiles: ['<rootDir>/test/setup.js'],
  setupFilesAfterEnv: ['<rootDir>/test/time-limits.js'],
  globalSetup: '<rootDir>/test/services/global-setup.ts',
  globalTeardown: '<rootDir>/test/services/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/closing-line.reporter.js'],
  // More than cores: many tests wait, for servers to start and for rights to end.
  maxWorkers: 3,
};
