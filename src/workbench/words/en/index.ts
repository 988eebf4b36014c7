import { orders } from './orders';
import { pages } from './pages';
import { reasons } from './reasons';
import { shop } from './shop';
import { states } from './states';
import { tickets } from './tickets';
import { violations } from './violations';

/** English. */
export const en = {
  ...orders,
  ...pages,
  ...reasons,
  ...shop,
  ...states,
  ...tickets,
  ...violations,
};
