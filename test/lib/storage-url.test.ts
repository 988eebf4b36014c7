import { join, resolve } from 'node:path';
import { readSettings, SettingsError } from '../../src/lib/settings';
import { storageOf } from '../../src/lib/storage-url';

const s3 = (changed = {}) => ({
  kind: 's3',
  endpoint: 'https://s3.internal:9000',
  region: 'us-east-1',
  bucket: 'evidence',
  ...changed,
});

describe('EV-3 where files are kept', () => {
  test.each([
    ['/var/lib/parley/evidence', '/var/lib/parley/evidence'],
    ['file:/var/lib/parley/evidence', '/var/lib/parley/evidence'],
    ['file:///var/lib/a%20b', '/var/lib/a b'],
    ['file:data/evidence', resolve('data/evidence')],
    ['./data', resolve('data')],
  ])('EV-3 %s is a folder', (text, path) => {
    expect(storageOf(text)).toEqual({ kind: 'folder', path });
  });

  const credentials = { accessKeyId: 'KEY', secretAccessKey: 'a/b+c' };
  test.each([
    ['s3://KEY:a%2Fb%2Bc@s3.internal:9000/evidence', s3({ credentials })],
    ['s3://s3.internal:9000/evidence', s3()],
    ['s3://s3.internal:9000/evidence?region=cn-north-1', s3({ region: 'cn-north-1' })],
    ['s3://s3.internal:9000/evidence?tls=false', s3({ endpoint: 'http://s3.internal:9000' })],
    ['s3://s3.internal/evidence', s3({ endpoint: 'https://s3.internal' })],
  ])('EV-3 %s is S3', (text, storage) => {
    expect(storageOf(text)).toEqual(storage);
  });

  test.each([
    'file:',
    'file://elsewhere/%2F',
    'ftp://host/folder',
    's3:',
    's3://',
    's3://host',
    's3://host/',
    's3://host/a/b',
    's3://host/Bucket',
    's3://host/bucket?tls=maybe',
    's3://KEY@host/bucket',
    's3://:SECRET@host/bucket',
    's3://KEY:100%@host/bucket',
  ])('EV-3 %s is nothing', (text) => {
    expect(storageOf(text)).toBeNull();
    expect(() => readSettings({ EVIDENCE_URL: text })).toThrow(SettingsError);
  });

  test('EV-3 a setting that is refused keeps its secret out of the message', () => {
    const read = () => readSettings({ EVIDENCE_URL: 's3://KEY:hunter2@host/B' });
    expect(read).toThrow(/^EVIDENCE_URL must be a folder, or s3:/);
    expect(read).not.toThrow(/hunter2/);
  });

  test.each([
    [{}, resolve('data/evidence')],
    [{ DATABASE_URL: 'sqlite:/srv/parley/parley.db' }, '/srv/parley/evidence'],
    [{ DATABASE_URL: 'sqlite://./here.db' }, resolve('evidence')],
    [{ DATABASE_URL: 'mysql://u:p@db/parley' }, resolve(join('data', 'evidence'))],
  ])('EV-3 with only %j it is the folder %s', (variables, path) => {
    expect(readSettings(variables).evidence).toEqual({ kind: 'folder', path });
  });
});
