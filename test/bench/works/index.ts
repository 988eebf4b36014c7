/** Every work, in the order of the table. */
import type { Work } from '../work';
import { accept } from './accept.work';
import { page } from './page.work';

export const WORKS: readonly Work[] = [page, accept];
