/** A value that others look at: a page reads it when it opens and is told when it changes. */
class Store {
  /** @param {object} state what is known at the beginning; replaced, never changed in place */
  constructor(state) {
    this.state = state;
    this.listeners = [];
  }

  /**
   * @param {(state: any) => void} listener called at once, and after each change
   * @returns {() => void} ends it
   */
  watch(listener) {
    this.listeners.push(listener);
    listener(this.state);
    return () => {
      this.listeners = this.listeners.filter((each) => each !== listener);
    };
  }

  /** @param {object} changes members that are different now */
  set(changes) {
    this.state = Object.assign({}, this.state, changes);
    for (const listener of this.listeners.slice()) listener(this.state);
  }
}

module.exports = { Store };
