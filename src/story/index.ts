export { callerFor, CallFailed, type Call } from './graphql.caller';
export { signToken, type Person } from './sign-token';
export { EXIT, stopAfterwards } from './stop-afterwards';
export { startTemporaryServer, type TemporaryServer } from './temporary-server';
