// `node --require ./test/run-typescript.js --require ./test/rights/with-switches.js FILE.ts` loads src with a switch around every guard.
const { readFileSync } = require('node:fs');
const { join, relative, sep } = require('node:path');
const { transformSync } = require('@swc/core');
const swc = require('../swc.config.js');
const { withSwitches } = require('./guards.ts');

const root = join(module.path, '../..');
const plain = require.extensions['.ts'];

require.extensions['.ts'] = (loaded, filename) => {
  const file = relative(root, filename).split(sep).join('/');
  if (!file.startsWith('src/')) return plain(loaded, filename);
  const source = withSwitches(file, readFileSync(filename, 'utf8'));
  return loaded._compile(transformSync(source, { ...swc, filename }).code, filename);
};
