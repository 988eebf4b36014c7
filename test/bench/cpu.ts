import { readFileSync } from 'node:fs';

/** What the kernel counts a processor's time in (`getconf CLK_TCK` is 100 on every Linux of today). */
const TICK_MS = 10;

/**
 * The processor time a process has taken so far, in ms: user and system, all threads. Unlike time on the wall it hardly depends on
 * what else the machine does.
 */
export function cpuMs(pid: number): number {
  // The name, in brackets, may hold spaces; what follows it does not.
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = after.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
