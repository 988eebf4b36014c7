/** Tells Node's loader that .ts files are CommonJS; run-typescript.js translates them when they are required. */
export async function load(url, context, nextLoad) {
  if (!new URL(url).pathname.endsWith('.ts')) return nextLoad(url, context);
  return { format: 'commonjs', source: null, shortCircuit: true };
}
