/** Ours, as users run it: a node in production mode, without the limits that would end a load from one address. */
import { startServerProcess, type ServerProcess } from '../../services/server-process';
import { SECRET } from '../../support/node';

export const parleySettings = (databaseUrl: string): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  AUTH_SECRET: SECRET,
  NODE_ENV: 'production',
  REQUESTS_AT_ONCE: '0',
  LOG_LEVEL: 'warn',
  DRAIN_MS: '0', // no balancer has to notice
  HOST: '127.0.0.1',
});

export const startParley = (
  databaseUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> => startServerProcess({ ...parleySettings(databaseUrl), ...env });
