import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Answer } from '../support/call';
import type { TestNode } from '../support/node';
import { seller, type Person } from '../support/people';
import { sha256 } from './sample-files';

/** What a seller says of a file; what is left out is true of the bytes. */
export interface Said {
  readonly orderId?: string | null;
  readonly ticketId?: string | null;
  readonly fileName?: string;
  readonly contentType?: string;
  readonly byteSize?: number;
  readonly sha256?: string;
  readonly idempotencyKey?: string;
}

const FACTS = 'id fileName contentType byteSize sha256 uploadUrl downloadUrl expiresAt';
const CREATE = `mutation ($input: EvidenceUploadCreateInput!) {
  evidenceUploadCreate(input: $input) { evidence { ${FACTS} } userErrors { code message field } } }`;

/** Announces a file; answers with the payload. */
export async function announce(
  node: Pick<TestNode, 'ask'>,
  bytes: Buffer,
  said: Said,
  person: Person = seller(),
): Promise<Answer['data']> {
  const truth = {
    fileName: 'proof.png',
    contentType: 'image/png',
    byteSize: bytes.length,
    sha256: sha256(bytes),
  };
  const answer = await node.ask(person, CREATE, { input: { ...truth, ...said } });
  if (answer.data?.evidenceUploadCreate === undefined) throw new Error(JSON.stringify(answer));
  return answer.data.evidenceUploadCreate;
}

/** The piece as the API shows it; null for who does not see it. */
export async function readPiece(node: TestNode, id: string, person: Person = seller()) {
  const query = `query ($id: ID!) { node(id: $id) { id ... on Evidence { ${FACTS} } } }`;
  return (await node.ask(person, query, { id })).data.node;
}

/** The code of an error answer; null for none. */
export interface FileAnswer {
  readonly status: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

async function answerOf(response: Response): Promise<FileAnswer> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const isError = response.status >= 400;
  const [error] = isError ? JSON.parse(bytes.toString('utf8')).errors : [];
  const { status, headers } = response;
  const code = error?.extensions.code ?? null;
  return { status, code, message: error?.message ?? null, headers, bytes };
}

export const at = (node: Pick<TestNode, 'url'>, path: string): URL => new URL(path, node.url);

export const put = async (
  node: Pick<TestNode, 'url'>,
  path: string,
  bytes: Buffer,
  headers: Record<string, string> = {},
): Promise<FileAnswer> =>
  answerOf(await fetch(at(node, path), { method: 'PUT', body: new Uint8Array(bytes), headers }));

export const get = async (
  node: Pick<TestNode, 'url'>,
  path: string,
  method = 'GET',
): Promise<FileAnswer> => answerOf(await fetch(at(node, path), { method }));

/** A file announced and uploaded; any refusal fails the test. */
export async function stored(
  node: Pick<TestNode, 'ask' | 'url'>,
  bytes: Buffer,
  said: Said,
): Promise<string> {
  const { evidence, userErrors } = await announce(node, bytes, said);
  if (evidence === null) throw new Error(JSON.stringify(userErrors));
  const { status, code } = await put(node, evidence.uploadUrl, bytes);
  if (status !== 204) throw new Error(`${String(status)} ${String(code)}`);
  return evidence.id;
}

/** An upload whose every byte the test sends itself. Without a length it goes in chunks. */
export function openUpload(
  node: Pick<TestNode, 'url'>,
  path: string,
  headers: Record<string, string | number> = {},
): { upload: ClientRequest; answer: Promise<{ status: number; code: string | null }> } {
  const upload = request(at(node, path), { method: 'PUT', headers });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    upload.once('response', resolve).once('error', reject);
  }).then(async (response) => {
    const body = await text(response);
    const code: string | null = body === '' ? null : JSON.parse(body).errors[0].extensions.code;
    return { status: response.statusCode ?? 0, code };
  });
  return { upload, answer };
}
