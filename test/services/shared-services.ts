import { execFileSync } from 'node:child_process';
import { startMariaDb } from './mariadb';
import { findProgram, howToInstall, versionOf } from './programs';
import { startRedis } from './redis';
import type { Service } from './service';

/** A program of this machine that tests use, handed to them by an environment variable. */
interface Needed {
  readonly name: string;
  readonly program: string;
  readonly debianPackage: string;
  readonly variable: string;
}

/** A service that all test files of a run share. */
interface SharedService extends Needed {
  start(): Promise<{ service: Service; url: string }>;
}

const SHARED_SERVICES: readonly SharedService[] = [
  {
    name: 'MariaDB',
    program: 'mariadbd',
    debianPackage: 'mariadb-server',
    variable: 'PARLEY_TEST_MYSQL',
    start: async () => {
      const service = await startMariaDb({
        flushLogAtCommit: 2,
        extraArgs: ['--innodb-stats-persistent=0'], // a third of what a migration costs
      });
      return { service, url: service.url('') };
    },
  },
  {
    name: 'Redis',
    program: 'redis-server',
    debianPackage: 'redis-server',
    variable: 'PARLEY_TEST_REDIS',
    start: async () => {
      const service = await startRedis();
      return { service, url: service.url };
    },
  },
];

/** Gives a process of its own a clock that is wrong; the variable holds the library to load for it. */
const FAKETIME: Needed = {
  name: 'faketime',
  program: 'faketime',
  debianPackage: 'faketime',
  variable: 'PARLEY_TEST_FAKETIME',
};

/** Debian's browser; the tests of the workbench drive it. */
const CHROMIUM: Needed = {
  name: 'Chromium',
  program: 'chromium',
  debianPackage: 'chromium',
  variable: 'PARLEY_TEST_CHROMIUM',
};

export interface StartedServices {
  /** One line per service: what the run uses, and what it leaves out. */
  readonly report: readonly string[];
  readonly running: readonly Service[];
}

export async function startSharedServices(): Promise<StartedServices> {
  const report = ['SQLite: used (embedded)'];
  const running: Service[] = [];
  for (const shared of SHARED_SERVICES) {
    const program = findProgram(shared.program);
    if (program === undefined) {
      report.push(leftOut(shared));
      continue;
    }
    const { service, url } = await shared.start();
    process.env[shared.variable] = url;
    running.push(service);
    report.push(`${shared.name}: used (${versionOf(program)}, started at ${url})`);
  }
  report.push(findFaketime(), findChromium());
  return { report, running };
}

/** Only the program knows where its library is. */
function findFaketime(): string {
  const program = findProgram(FAKETIME.program);
  if (program === undefined) return leftOut(FAKETIME);
  const args = ['-m', '-f', '+0s', 'printenv', 'LD_PRELOAD'];
  process.env[FAKETIME.variable] = execFileSync(program, args, { encoding: 'utf8' }).trim();
  return `${FAKETIME.name}: used (${versionOf(program)})`;
}

function findChromium(): string {
  const program = findProgram(CHROMIUM.program);
  if (program === undefined) return leftOut(CHROMIUM);
  process.env[CHROMIUM.variable] = program;
  return `${CHROMIUM.name}: used (${versionOf(program)})`;
}

/** Someone's own machine may lack a service; a build that decides whether a change lands may not. */
function leftOut({ name, program, debianPackage, variable }: Needed): string {
  const sentence = `${name}: LEFT OUT, ${program} is not installed (${howToInstall(debianPackage)})`;
  if (process.env['CI'] === 'true') throw new Error(sentence);
  Reflect.deleteProperty(process.env, variable);
  return sentence;
}
