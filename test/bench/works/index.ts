/** Every work, in the order of the table. */
import type { Work } from '../work';
import { accept } from './accept.work';
import { embedded } from './embedded.work';
import { growth } from './growth.work';
import { bulkImport } from './import.work';
import { page } from './page.work';
import { settle } from './settle.work';
import { startUp } from './start.work';

export const WORKS: readonly Work[] = [page, accept, settle, bulkImport, growth, startUp, embedded];
