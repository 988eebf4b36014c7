// `node --require ./test/run-typescript.js FILE.ts` runs a file of the tests outside of jest, compiled the same way.
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');
const swc = require('./swc.config.js');

require.extensions['.ts'] = (module, filename) => {
  const source = readFileSync(filename, 'utf8');
  module._compile(transformSync(source, { ...swc, filename, sourceMaps: 'inline' }).code, filename);
};
