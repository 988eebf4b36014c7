import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const LOG = join(__dirname, '../../dist/src/lib/log.js');

test('the log says what went wrong, with message and stack, on standard error alone', () => {
  const script = `require(${JSON.stringify(LOG)}).openLog('info').error({ error: new TypeError('no such thing') }, 'failed')`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(stdout).toBe('');
  const { msg, error } = JSON.parse(stderr) as { msg: string; error: Record<string, string> };
  expect(msg).toBe('failed');
  expect(error).toMatchObject({ type: 'TypeError', message: 'no such thing' });
  expect(error['stack']).toContain('TypeError: no such thing');
});
