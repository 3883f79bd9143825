// What applications use.
export { ParleyClient } from './client.js';
export { ParleyError } from './error.js';
