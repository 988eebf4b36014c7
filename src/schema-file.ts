/** `npm run schema` writes schema.graphql; with --check it only compares, and fails when the file is outdated. */
import { readFileSync, writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from './schema';

const FILE = 'schema.graphql';
const printed = `${printSchema(lexicographicSortSchema(buildSchema(() => Promise.resolve())))}\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== printed) {
    console.error(`${FILE} is not what the code says: run npm run schema.`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(FILE, printed);
}
