import { appeals } from './appeals';
import { compensations } from './compensations';
import { desk } from './desk';
import { orders } from './orders';
import { pages } from './pages';
import { policy } from './policy';
import { reasons } from './reasons';
import { reports } from './reports';
import { seats } from './seats';
import { shop } from './shop';
import { states } from './states';
import { sweep } from './sweep';
import { tickets } from './tickets';
import { violations } from './violations';

/** English. */
export const en = {
  ...appeals,
  ...compensations,
  ...desk,
  ...orders,
  ...pages,
  ...policy,
  ...reasons,
  ...reports,
  ...seats,
  ...shop,
  ...states,
  ...sweep,
  ...tickets,
  ...violations,
};
