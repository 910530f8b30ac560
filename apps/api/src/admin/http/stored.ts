/** A stored document with its revision. The answer interceptor turns it into ETag, Location and body. */
export class Stored<T> {
  /** Path of a resource that this request created. */
  readonly created?: string;

  constructor(
    readonly document: T,
    readonly revision: number,
    options: { created?: string } = {},
  ) {
    this.created = options.created;
  }
}

/** One page of a collection. */
export class Page<T> {
  constructor(
    readonly items: readonly T[],
    /** The cursor of the following page; null: this is the last one. */
    readonly next: string | null,
    /** How many there are; null: they are not counted. */
    readonly total: number | null,
  ) {}
}
