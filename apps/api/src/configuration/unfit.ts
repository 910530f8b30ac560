/** A value that a variable cannot have, in words that follow its name. */
export class Unfit extends Error {}
