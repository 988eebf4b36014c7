/** An operation that the database let down before it had anything to answer is no answer: 503, as at the door (back-pressure). */
import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../inbox/context';
import { RETRY_AFTER_S } from './reply';

const hasNothing = (data: unknown): boolean =>
  Object.values(data ?? {}).every((value) => value === null);

export const unanswered: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      async willSendResponse({ response: { body, http } }) {
        if (body.kind !== 'single' || !hasNothing(body.singleResult.data)) return;
        const { errors = [] } = body.singleResult;
        if (!errors.some(({ extensions }) => extensions?.['code'] === 'SERVICE_UNAVAILABLE'))
          return;
        http.status = 503;
        http.headers.set('retry-after', String(RETRY_AFTER_S));
      },
    }),
};
