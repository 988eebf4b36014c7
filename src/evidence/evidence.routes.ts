/**
 * Files by signed address, beside GraphQL: `PUT` and `GET /evidence/:id` (EV-2).
 *
 * The address is the right (AC-3): it was given to somebody who had it, for one method on one file, for five minutes. Nothing
 * else of the request is asked for. Errors have the form of GraphQL's, as everywhere on this server.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../lib/ids';
import type { FileMethod } from '../lib/signed-urls';
import { languageOf } from '../lib/wording';
import type { App } from '../inbox/app';
import { attachment } from './download-name';
import type { Evidence } from './evidence.entity';
import { FILE_PROBLEMS, type FileProblem } from './evidence.file';
import { findEvidence } from './evidence.repository';
import { fetchEvidence } from './fetch-evidence';
import { storeEvidence } from './store-evidence';

export const EVIDENCE_PATH = '/evidence';

export interface EvidenceRoutesOptions {
  /** An upload that takes longer is ended. */
  readonly uploadMs?: number;
  /** Uploads under way on this node; more are told to come again. */
  readonly uploadsAtOnce?: number;
}

/** Each writes to the node's disk, for two minutes at most. */
const UPLOADS_AT_ONCE = 64;

/** EV-2: no browser runs, guesses at, keeps or embeds what comes from here; no page learns the address it came from. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cache-control': 'private, no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

/** Enough for 5 MB at 350 kbit/s. */
const UPLOAD_MS = 120_000;

/** A client reads the answer once it has sent all; so long we listen to what nobody needs. */
const LINGER_MS = 5_000;
const RETRY_AFTER_S = 5;

type FileRequest = FastifyRequest<{ Params: { id: string } }>;

export function addEvidenceRoutes(
  server: FastifyInstance,
  app: App,
  stopping: AbortSignal,
  { uploadMs = UPLOAD_MS, uploadsAtOnce = UPLOADS_AT_ONCE }: EvidenceRoutesOptions = {},
): void {
  const inTime = () => AbortSignal.any([AbortSignal.timeout(uploadMs), stopping]);
  let uploads = 0;
  const uploadInPlace = async (request: FileRequest, reply: FastifyReply) => {
    if (uploads >= uploadsAtOnce) return refuse(app, request, reply, 'SERVICE_UNAVAILABLE');
    uploads += 1;
    return upload(app, request, reply, inTime()).finally(() => {
      uploads -= 1;
    });
  };
  void server.register((scope, _options, registered) => {
    scope.removeAllContentTypeParsers();
    // Whatever type it says it is: the body stays unread, and the bytes decide.
    scope.addContentTypeParser('*', (_request, _body, parsed) => parsed(null));
    scope.addHook('onSend', async (_request, reply) => {
      void reply.headers(HEADERS);
    });
    const url = `${EVIDENCE_PATH}/:id`;
    scope.put(url, uploadInPlace);
    scope.get(url, { exposeHeadRoute: false }, (request: FileRequest, reply) =>
      download(app, request, reply),
    );
    registered();
  });
}

async function upload(app: App, request: FileRequest, reply: FastifyReply, inTime: AbortSignal) {
  const piece = await pieceAt(app, 'PUT', request);
  const problem =
    typeof piece === 'string' ? piece : await storeEvidence(app, piece, request.raw, inTime);
  return problem === null ? reply.code(204).send() : refuse(app, request, reply, problem);
}

async function download(app: App, request: FileRequest, reply: FastifyReply) {
  const piece = await pieceAt(app, 'GET', request);
  if (typeof piece === 'string') return refuse(app, request, reply, piece);
  const file = await fetchEvidence(app, piece);
  if (typeof file === 'string') return refuse(app, request, reply, file);
  const { byteSize, contentType, fileName } = piece;
  return reply
    .header('content-disposition', attachment(fileName, contentType))
    .header('content-length', byteSize)
    .type(contentType)
    .send(file);
}

/** The piece the address is for; or what is wrong with the address. */
async function pieceAt(
  { db, fileUrls }: App,
  method: FileMethod,
  { params: { id }, query }: FileRequest,
): Promise<Evidence | FileProblem> {
  const verdict = fileUrls.check(method, id, query);
  if (verdict !== 'VALID') return verdict === 'EXPIRED' ? 'URL_EXPIRED' : 'URL_INVALID';
  const [piece] = isId('evidence', id) ? await findEvidence(db, [id]) : [];
  const isThere = piece !== undefined && (method === 'PUT' || piece.storedAt !== null);
  return isThere ? piece : 'NOT_FOUND';
}

async function refuse(app: App, request: FileRequest, reply: FastifyReply, code: FileProblem) {
  linger(request);
  const { status, says } = FILE_PROBLEMS[code];
  const facts = code === 'EVIDENCE_LIMIT' ? await limitsOf(app) : {};
  const language = languageOf(request.headers['accept-language']);
  const message = app.wordings.say(language, says, facts);
  if (status === 503) void reply.header('retry-after', RETRY_AFTER_S);
  return reply.code(status).send({ errors: [{ message, extensions: { code } }] });
}

/** Read only where it is said: a forged address costs the database nothing. */
async function limitsOf({ clock, db }: App) {
  const { evidenceFiles: files, evidenceBytes: bytes } = clock.policies.at(await clock.now(db));
  return { files, bytes };
}

/** Lets the rest of a refused body pass unread, for a while: cut off in its midst a client never reads why. */
function linger({ raw }: FileRequest): void {
  if (raw.complete) return;
  const cut = setTimeout(() => raw.destroy(), LINGER_MS).unref();
  raw.once('close', () => {
    clearTimeout(cut);
  });
  raw.unpipe();
  raw.resume();
}
