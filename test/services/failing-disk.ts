import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './programs';

const SOURCE = join(__dirname, 'failing-disk.c');

/** `f`: the disk is full (ENOSPC). `e`: it is broken (EIO when a file is synced). */
type How = 'f' | 'e';

/** A disk that fails when told to, for one server: a library that is loaded into it (`failing-disk.c`). */
export class FailingDisk {
  private constructor(private readonly folder: string) {}

  /** Undefined where no compiler is installed, or the system loads no libraries this way. */
  static make(): FailingDisk | undefined {
    const compiler = findProgram('gcc') ?? findProgram('cc') ?? findProgram('g++');
    if (compiler === undefined || process.platform !== 'linux') return undefined;
    const disk = new FailingDisk(mkdtempSync(join(tmpdir(), 'parley-disk-')));
    chmodSync(disk.folder, 0o755); // the database server runs as another user
    const args = ['-x', 'c', '-shared', '-fPIC', '-O1', '-w', '-o', disk.library, SOURCE, '-ldl'];
    execFileSync(compiler, args, { stdio: 'pipe' });
    return disk;
  }

  /** What the server needs in its environment; only its files below `folder` are concerned. */
  env(folder: string): Readonly<Record<string, string>> {
    return {
      LD_PRELOAD: this.library,
      FAILING_DISK_FLAG: this.flag,
      FAILING_DISK_FOLDER: folder,
    };
  }

  fail(how: How): void {
    writeFileSync(this.flag, how);
  }

  heal(): void {
    rmSync(this.flag, { force: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get library(): string {
    return join(this.folder, 'failing-disk.so');
  }

  private get flag(): string {
    return join(this.folder, 'fails');
  }
}
