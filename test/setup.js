// Outside of production graphql asks of every value whether it comes from a second graphql: a tenth of the tests' time.
const { NODE_ENV } = process.env;
process.env.NODE_ENV = 'production';
require('graphql/jsutils/instanceOf');
process.env.NODE_ENV = NODE_ENV;

// jest gives each file an Error of its own, and to that one the system's errors (ECONNREFUSED) are none: graphql would
// wrap them as thrown by mistake. In a real process there is one Error.
const { isNativeError } = require('node:util').types;
const hasInstance = Function.prototype[Symbol.hasInstance];
Object.defineProperty(Error, Symbol.hasInstance, {
  value(thing) {
    return hasInstance.call(this, thing) || (this === Error && isNativeError(thing));
  },
});
