import { randomInt } from 'node:crypto';
import { isFullScale, seed } from './scale';
import { startSharedServices } from './shared-services';
import type { StartedServices } from './shared-services';

declare global {
  /** Kept between jest's two hooks, which run in the same process. */
  var parleyServices: StartedServices | undefined;
}

/** Before the first test file: the services and the seed that all files of the run share. */
export default async function globalSetup(): Promise<void> {
  process.env['PARLEY_TEST_SEED'] ??= String(randomInt(2 ** 31));
  globalThis.parleyServices = await startSharedServices();
  const report = [...globalThis.parleyServices.report, describeCounts()];
  // The reporter repeats it at the end of the run, where it is read.
  process.env['PARLEY_TEST_REPORT'] = report.join('\n');
  console.log(`\n${report.join('\n')}\n`);
}

function describeCounts(): string {
  const counts = isFullScale() ? 'full counts' : 'a tenth of the counts (npm run test:full: all)';
  return `Seed ${seed()}, ${counts}; the same run again: PARLEY_TEST_SEED=${seed()}`;
}
