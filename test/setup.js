// Outside of production graphql asks of every value whether it comes from a second graphql: a tenth of the tests' time.
const { NODE_ENV } = process.env;
process.env.NODE_ENV = 'production';
require('graphql/jsutils/instanceOf');
process.env.NODE_ENV = NODE_ENV;
