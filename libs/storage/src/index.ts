export * from './failures.js';
export { type StorageOptions, openStorage } from './open-storage.js';
export * from './records.js';
export * from './storage.js';
