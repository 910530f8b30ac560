/** Reads the documents of sectors. The token server in this process knows the way out. */
export abstract class SectorDocuments {
  /** What is wrong with the document for a client with these redirect URIs, in words that follow the field's name. */
  abstract sectorDocumentFault(uri: string, redirect_uris: readonly string[]): Promise<string | undefined>;
}
