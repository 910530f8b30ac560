/** The database cannot be reached, is too busy, or cannot write. Trying again later may help. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
}

/** Something with this identifier exists. */
export class Duplicate extends Error {
  override readonly name = 'Duplicate';

  /** Whether this column is the one whose values must differ. The databases tell by its name, or by that of its index. */
  isOf(column: string): boolean {
    return this.message.includes(column);
  }
}

/** A request that must happen once took so long that an equal one has taken its place; nothing was written for it. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

/** Nobody would be left who may administer the server. */
export class LastAdministrator extends Error {
  override readonly name = 'LastAdministrator';
}

/** A cursor that was altered, or belongs to another query. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}
