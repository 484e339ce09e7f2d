/** As many messages as a page holds; what is further away is read again when it comes near. */
const SIZE = 80;
const STEP = 40;

/** Which part of a long conversation is on the page, by index: `from` up to but not with `to`. */
class Excerpt {
  constructor() {
    this.count = 0;
    this.to = 0;
    this.isAtEnd = true;
  }

  get from() {
    return Math.max(0, this.to - SIZE);
  }

  /** @param {number} count how many there are now @param {number} added how many of them were put in front */
  grow(count, added) {
    this.to += added;
    this.count = count;
    if (this.isAtEnd || this.to > count) this.to = count;
  }

  /** Towards older ones. False when the oldest that are known are there already. */
  up() {
    if (this.from === 0) return false;
    this.to = Math.max(Math.min(SIZE, this.count), this.to - STEP);
    this.isAtEnd = this.to === this.count;
    return true;
  }

  down() {
    this.to = Math.min(this.count, this.to + STEP);
    this.isAtEnd = this.to === this.count;
  }

  end() {
    this.to = this.count;
    this.isAtEnd = true;
  }
}

module.exports = { Excerpt };
