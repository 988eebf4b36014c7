import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';

/** An identity provider: a real HTTP server with a JSON Web Key Set, which a test may break. */
export interface KeyServer {
  readonly url: string;
  /** What it answers next: its keys, a status, or a text that is no key set. */
  answer: 'keys' | 'status 500' | 'no key set';
  /** Signs with its key; `kid` and `alg` as it publishes them. */
  sign(claims: JWTPayload, header?: { kid?: string }): Promise<string>;
  /** The public key as PEM text: what an attacker may sign HS256 with. */
  readonly publicText: string;
  stop(): Promise<void>;
}

export async function startKeyServer(): Promise<KeyServer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'ES256', use: 'sig' };
  const bodies = {
    keys: JSON.stringify({ keys: [jwk] }),
    'status 500': '{}',
    'no key set': '<html>',
  };
  const server = createServer((_request, response) => {
    response.writeHead(made.answer === 'status 500' ? 500 : 200, {
      'content-type': 'application/json',
    });
    response.end(bodies[made.answer]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const made: KeyServer = {
    url: `http://127.0.0.1:${port}/keys`,
    answer: 'keys',
    sign: (claims, header = {}) =>
      signWith(privateKey, claims, { alg: 'ES256', kid: 'key-1', ...header }),
    publicText: JSON.stringify(jwk),
    stop: () => stop(server),
  };
  return made;
}

export const signWith = (
  key: CryptoKey | Uint8Array,
  claims: JWTPayload,
  header: { alg: string; kid?: string },
): Promise<string> => new SignJWT(claims).setProtectedHeader(header).sign(key);

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  if (!server.listening) return;
  server.close();
  await once(server, 'close');
}
