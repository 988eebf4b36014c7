import { aFile, animatedPng, MOST_BYTES, sha256, TYPES } from './sample-files';
import type { Said } from './uploads';

/** A file that must not become evidence, or only as something harmless. */
export interface Hostile {
  readonly what: string;
  readonly bytes: Buffer;
  /** What is said of it, where that is not what a PNG would say. */
  readonly said?: Said;
  /** What is sent instead of it. */
  readonly sends?: Buffer;
  /** The code it is refused with, when it is announced or when it is uploaded; none for what is taken. */
  readonly announced?: string;
  readonly uploaded?: string;
}

const html = '<!doctype html><script>alert(1)</script>';
const named = (fileName: string): string => JSON.stringify(fileName).slice(0, 40);

/** Every type claimed to be every other one. */
const disguises: Hostile[] = TYPES.flatMap((is) =>
  TYPES.filter((claims) => claims !== is).map((claims) => ({
    what: `${is} that claims to be ${claims}`,
    bytes: aFile(is),
    said: { contentType: claims },
    uploaded: 'EVIDENCE_TYPE',
  })),
);

const CONTENTS: Readonly<Record<string, Buffer>> = {
  'an HTML page': Buffer.from(html),
  'an SVG with a script': Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  ),
  'XML with an entity': Buffer.from(
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  ),
  'a script': Buffer.from('alert(document.cookie)'),
  'a shell script': Buffer.from('#!/bin/sh\nrm -rf /\n'),
  'a Windows program': Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]),
  'an ELF program': Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(200)]),
  'a ZIP archive': Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200)]),
  'a BMP image': Buffer.concat([Buffer.from('BM'), Buffer.alloc(200)]),
  'a TIFF image': Buffer.concat([Buffer.from('II*\0'), Buffer.alloc(200)]),
  'a WAV sound': Buffer.concat([Buffer.from('RIFF\x24\0\0\0WAVEfmt '), Buffer.alloc(200)]),
  'an animated PNG': animatedPng(),
  zeros: Buffer.alloc(300),
  text: Buffer.from('just words'),
  'one byte': Buffer.from('G'),
  'a JPEG behind a blank': Buffer.concat([Buffer.from(' '), aFile('image/jpeg')]),
  'a PNG with a broken first chunk': Buffer.concat([
    aFile('image/png').subarray(0, 8),
    Buffer.from('\xff\xff\xff\xffIHDR', 'latin1'),
  ]),
};

/** What is none of the five types, claimed to be each of them. */
const strangers: Hostile[] = Object.entries(CONTENTS).flatMap(([name, bytes]) =>
  TYPES.map((contentType) => ({
    what: `${name} that claims to be ${contentType}`,
    bytes,
    said: { contentType },
    uploaded: 'EVIDENCE_TYPE',
  })),
);

const claims: Hostile[] = [
  'text/html',
  'image/svg+xml',
  'image/apng',
  'image/jpg',
  'IMAGE/PNG',
  'image/png; charset=utf-8',
  ' image/png',
  'application/octet-stream',
  '*/*',
  'constructor',
  '__proto__',
  '',
].map((contentType) => ({
  what: `a PNG that claims to be ${named(contentType)}`,
  bytes: aFile(),
  said: { contentType },
  announced: 'EVIDENCE_TYPE',
}));

const badNames: Hostile[] = [
  '',
  '   ',
  'a\0.png',
  'a\n.png',
  'a\r\nSet-Cookie: a=b.png',
  'a\t.png',
  'a\x1b[2J.png',
  'a\x7f.png',
  'a\u0085.png',
  'a\u2028.png',
  'gnp\u202Ecod.exe',
  'a\u2066b\u2069.png',
  '\u200Fa.png',
  '\u061Ca.png',
  `${'x'.repeat(4_096)}.png`,
  '\uD800.png',
].map((fileName) => ({
  what: `a file called ${named(fileName)}`,
  bytes: aFile(),
  said: { fileName },
  announced: 'INVALID_INPUT',
}));

/** Taken, but never as a path, a header or a page. */
const oddNames: Hostile[] = [
  '../../../etc/passwd',
  '..\\..\\windows\\system32\\a.dll',
  '/etc/passwd',
  'C:\\a.exe',
  '.htaccess',
  '..',
  'index.html',
  'a.png.svg',
  'a"; filename="b.html',
  "a'b*c%0d%0a.js",
  '%2e%2e%2fa',
  '茶 🍵.php',
  'con',
  'a.PNG',
].map((fileName) => ({
  what: `a file called ${named(fileName)}`,
  bytes: aFile(),
  said: { fileName },
}));

/** Valid beginnings with something else behind: taken as what they begin as, and given out as nothing else. */
const polyglots: Hostile[] = [
  ['image/gif', '/*', '*/=1;alert(1)//'],
  ['image/gif', 'html', html],
  ['image/jpeg', 'a ZIP archive', 'PK\x03\x04\x14\0\0\0'],
  ['image/jpeg', 'PHP', '<?php system($_GET[0]); ?>'],
  ['image/png', 'html', html],
  ['image/webp', 'a script', '*/alert(1)//'],
  ['application/pdf', 'html', html],
  ['application/pdf', 'JavaScript', '<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>'],
].map(([contentType = '', what = '', then = '']) => ({
  what: `${contentType} that is ${what} too`,
  bytes: aFile(contentType, 500, then),
  said: { contentType, fileName: 'a.html' },
}));

const sized = (what: string, said: Said, refused: Partial<Hostile>): Hostile => ({
  what: `a PNG said to have ${what}`,
  bytes: aFile(),
  said,
  ...refused,
});

const tooMuch = { announced: 'EVIDENCE_LIMIT' };
const noHash = { announced: 'INVALID_INPUT' };
const mismatch = { uploaded: 'EVIDENCE_MISMATCH' };

const sizes: Hostile[] = [
  sized('0 bytes', { byteSize: 0 }, tooMuch),
  sized('minus one byte', { byteSize: -1 }, tooMuch),
  sized('5 MB and a byte', { byteSize: MOST_BYTES + 1 }, tooMuch),
  sized('2 GB', { byteSize: 2 ** 31 - 1 }, tooMuch),
  sized('a byte less than it has', { byteSize: 1_999 }, mismatch),
  sized('a byte more than it has', { byteSize: 2_001 }, mismatch),
  sized('another hash', { sha256: sha256(aFile()) }, mismatch),
  sized('no hash', { sha256: '' }, noHash),
  sized('an MD5', { sha256: 'd41d8cd98f00b204e9800998ecf8427e' }, noHash),
  sized('a hash of other letters', { sha256: 'g'.repeat(64) }, noHash),
];

const whole = aFile('image/jpeg', 10_000);
const sending = (what: string, sends: Buffer, uploaded: string): Hostile => ({
  what: `a JPEG of which ${what} is sent`,
  bytes: whole,
  said: { contentType: 'image/jpeg' },
  sends,
  uploaded,
});

const sendings: Hostile[] = [
  sending('nothing', Buffer.alloc(0), 'EVIDENCE_MISMATCH'),
  sending('all but a byte', whole.subarray(0, -1), 'EVIDENCE_MISMATCH'),
  sending('a byte more', Buffer.concat([whole, Buffer.alloc(1)]), 'EVIDENCE_MISMATCH'),
  sending('something of that size', aFile('image/jpeg', 10_000), 'EVIDENCE_MISMATCH'),
  sending('5 MB and a byte', aFile('image/jpeg', MOST_BYTES + 1), 'EVIDENCE_LIMIT'),
  sending('20 MB', aFile('image/jpeg', 4 * MOST_BYTES), 'EVIDENCE_LIMIT'),
];

export const HOSTILE: readonly Hostile[] = [
  ...disguises,
  ...strangers,
  ...claims,
  ...badNames,
  ...oddNames,
  ...polyglots,
  ...sizes,
  ...sendings,
];
