/** A picker speaks in wall time; here that is the platform's (TM-2), whatever the reader's own zone is. */
import dayjs, { type Dayjs } from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';
import { facts } from '../api/facts';
import { serverNow } from '../time/clock';

dayjs.extend(utc);
dayjs.extend(timezone);

const WALL = 'YYYY-MM-DDTHH:mm:ss';

/** What the platform's wall clock shows at an instant, as a picker takes it. */
export const wallOf = (instant: string | number): Dayjs =>
  dayjs(dayjs(instant).tz(facts.zone).format(WALL));

export const wallNow = (): Dayjs => wallOf(serverNow());

/** The instant at which the platform's wall clock shows this. */
export const instantOf = (wall: Dayjs): string =>
  dayjs.tz(wall.format(WALL), facts.zone).toISOString();
