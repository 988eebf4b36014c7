/** Evidence in the API: what is known of a file, and the addresses it goes by. */
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { DateTime } from '../lib/scalars';
import type { SignedUrl } from '../lib/signed-urls';
import { Payload } from '../lib/user-error';
import type { Batch, Context } from '../inbox/context';
import { IdempotentInput, payloadOf } from '../inbox/payload';
import { createEvidenceUpload } from './create-evidence-upload';
import { Evidence } from './evidence.entity';
import { evidenceById } from './evidence.repository';
import { mayUpload } from './evidence.rules';

@InputType()
class EvidenceUploadCreateInput extends IdempotentInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The order it is evidence for: give this or `ticketId`.',
  })
  orderId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The ticket it is evidence for.' })
  ticketId?: string | null;

  @Field(() => String, {
    description:
      'To show and to save it under: at most 200 characters, no control characters, no marks that turn the direction of text.',
  })
  fileName!: string;

  @Field(() => String, {
    description: 'image/gif, image/jpeg, image/png, image/webp or application/pdf.',
  })
  contentType!: string;

  @Field(() => Int, { description: 'Bytes: at least 1, at most 5 MB (EV-1).' })
  byteSize!: number;

  @Field(() => String, { description: 'Of the whole file, as 64 hexadecimal digits.' })
  sha256!: string;
}

@ObjectType()
class EvidenceUploadCreatePayload extends Payload {
  @Field(() => Evidence, { nullable: true })
  evidence!: Evidence | null;
}

/** One address per piece and answer, so that `expiresAt` is true of the very address beside it. */
const addressOf: Batch<Evidence, SignedUrl | null> = (context, pieces) => {
  const { fileUrls } = context.app;
  const viewer = context.signedIn();
  const address = ({ id, storedAt }: Evidence): SignedUrl | null => {
    if (storedAt !== null) return fileUrls.sign('GET', id);
    return mayUpload(viewer) ? fileUrls.sign('PUT', id) : null;
  };
  return Promise.resolve(pieces.map(address));
};

@Resolver(() => Evidence)
export class EvidenceResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Where to PUT the bytes, relative to the address of `/graphql`; 204 when they are kept. Null once they are, or if you may not.',
  })
  async uploadUrl(@Root() piece: Evidence, @Ctx() context: Context): Promise<string | null> {
    const address = piece.storedAt === null ? await context.load(addressOf, piece) : null;
    return address?.url ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Where to GET the file, relative to the address of `/graphql`: always an attachment. Null until it is uploaded.',
  })
  async downloadUrl(@Root() piece: Evidence, @Ctx() context: Context): Promise<string | null> {
    const address = piece.storedAt === null ? null : await context.load(addressOf, piece);
    return address?.url ?? null;
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      'The last second in which the address works, by real time (EV-2). Ask again for a fresh one.',
  })
  async expiresAt(@Root() piece: Evidence, @Ctx() context: Context): Promise<number | null> {
    return (await context.load(addressOf, piece))?.expiresAt ?? null;
  }

  @Mutation(() => EvidenceUploadCreatePayload, {
    description:
      'Announces a file. PUT its bytes to `uploadUrl` within five minutes, then give its id with a report, reply or contact. By a seat with `reports` or `tickets`, or staff.',
  })
  async evidenceUploadCreate(
    @Arg('input', () => EvidenceUploadCreateInput) input: EvidenceUploadCreateInput,
    @Ctx() context: Context,
  ): Promise<EvidenceUploadCreatePayload> {
    const result = await context.perform('evidenceUploadCreate', input, createEvidenceUpload);
    return payloadOf(context, result, 'evidence', (id) => context.load(evidenceById, id));
  }
}
