export { version } from '../spec/version.js';
