/** What a link asked for and can't have, in sentences. They stay until they are dismissed, or the reader goes to another room. */
export class Notices {
  said = $state.raw<readonly string[]>([]);

  say(...sentences: readonly string[]): void {
    this.said = [...new Set([...this.said, ...sentences])];
  }

  dismiss(): void {
    if (this.said.length) this.said = [];
  }
}
