/**
 * Going on is senseless: the server refuses for good, for example a wrong document or no sign-in.
 * `cause` is its close event (`code`, `reason`) or its GraphQL errors.
 */
export class FollowingFailed extends Error {
  override readonly name = 'FollowingFailed';

  constructor(override readonly cause: unknown) {
    super(`The server refuses the subscription: ${describe(cause)}`);
  }
}

function describe(cause: unknown): string {
  if (Array.isArray(cause))
    return cause.map((error: { message?: unknown }) => String(error.message)).join('; ');
  const { code, reason } = cause as { code?: unknown; reason?: unknown };
  return `${String(code)} ${String(reason)}`;
}
