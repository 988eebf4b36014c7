/** Every work, in the order of the table. */
import type { Work } from '../work';
import { accept } from './accept.work';
import { catchUp } from './catch-up.work';
import { fanOut, inboxes } from './deliveries.work';
import { embedded } from './embedded.work';
import { growthSweep } from './growth-sweep.work';
import { growth } from './growth.work';
import { heap } from './heap.work';
import { bulkImport } from './import.work';
import { page } from './page.work';
import { screen, screenAcross } from './screen.work';
import { settle } from './settle.work';
import { startUp } from './start.work';

export const WORKS: readonly Work[] = [
  page,
  accept,
  fanOut,
  inboxes,
  screen,
  screenAcross,
  heap,
  catchUp,
  settle,
  bulkImport,
  growth,
  growthSweep,
  startUp,
  embedded,
];
