// SPDX-License-Identifier: Apache-2.0
// Shows one picture of a day, and plays them. Three decoded pictures are kept at most: the one that is
// shown, and its neighbours.
(function (page) {
  "use strict";

  var RATES = [2, 4, 8, 12, 24];

  page.makePlayer = function (onShow, onPlay) {
    var frame = page.el("div", {class: "picture"});
    var message = page.el("p", {class: "lost", hidden: true}, "This picture is missing.");
    frame.appendChild(message);
    var player = {element: frame, index: -1, isPlaying: false, rate: 8, skipDark: false};
    var pictures = [];
    var name = "";
    var kept = {};
    var turn = 0;
    var timer = null;

    function isOne(left, right) {
      return left.at === right.at && left.id === right.id && left.file === right.file;
    }

    function load(index) {
      if (index < 0 || index >= pictures.length) {
        return null;
      }
      if (!kept[index]) {
        var picture = pictures[index];
        kept[index] = page.loadImage(page.source.pictureUrl(picture),
          name + " at " + page.local(picture.local).time);
        kept[index].catch(function () {});
      }
      return kept[index];
    }

    function keep(index, step) {
      var ahead = nextOf(index, step);
      var wanted = [index, ahead, index - step];
      Object.keys(kept).forEach(function (key) {
        if (wanted.indexOf(Number(key)) < 0) {
          delete kept[key];
        }
      });
      return ahead;
    }

    function nextOf(index, step) {
      var next = index + step;
      while (player.skipDark && pictures[next] && pictures[next].dark) {
        next += step;
      }
      return next;
    }

    function put(image) {
      var old = frame.querySelector("img");
      if (old) {
        frame.replaceChild(image, old);
      } else {
        frame.insertBefore(image, frame.firstChild);
      }
      message.hidden = true;
    }

    // Shows a picture; resolves when it can be seen.
    player.show = function (index, step) {
      if (index < 0 || index >= pictures.length) {
        return Promise.resolve();
      }
      turn += 1;
      var mine = turn;
      player.index = index;
      onShow(index);
      var ahead = keep(index, step || 1);
      return load(index).then(function (image) {
        if (mine === turn) {
          put(image);
          load(ahead);
        }
      }, function () {
        if (mine === turn) {
          var old = frame.querySelector("img");
          if (old) {
            frame.removeChild(old);
          }
          message.hidden = false;
          delete kept[index];
        }
      });
    };

    function playOn() {
      if (!player.isPlaying) {
        return;
      }
      var next = nextOf(player.index, 1);
      if (next >= pictures.length) {
        player.pause();
        return;
      }
      var due = Date.now() + 1000 / player.rate;
      player.show(next, 1).then(function () {
        timer = setTimeout(playOn, Math.max(0, due - Date.now()));
      });
    }

    player.play = function () {
      if (pictures.length < 2 || player.isPlaying) {
        return;
      }
      player.isPlaying = true;
      onPlay();
      if (nextOf(player.index, 1) >= pictures.length) {
        player.show(nextOf(-1, 1), 1).then(playOn);
      } else {
        playOn();
      }
    };

    player.pause = function () {
      clearTimeout(timer);
      if (player.isPlaying) {
        player.isPlaying = false;
        onPlay();
      }
    };

    player.toggle = function () {
      if (player.isPlaying) {
        player.pause();
      } else {
        player.play();
      }
    };

    player.step = function (step) {
      player.pause();
      player.show(nextOf(player.index, step), step);
    };

    player.changeRate = function (step) {
      var place = RATES.indexOf(player.rate) + step;
      player.rate = RATES[Math.min(RATES.length - 1, Math.max(0, place))];
      onPlay();
    };

    // Takes the pictures of a day. Those that were loaded stay when the day only grew.
    player.take = function (taken, title) {
      var isSame = pictures.length > 0 && taken.length >= pictures.length &&
        isOne(taken[0], pictures[0]) && isOne(taken[pictures.length - 1], pictures[pictures.length - 1]);
      pictures = taken;
      name = title;
      if (!isSame) {
        kept = {};
        player.index = -1;
      }
    };

    player.clear = function () {
      player.pause();
      turn += 1;
      pictures = [];
      kept = {};
      player.index = -1;
      var old = frame.querySelector("img");
      if (old) {
        frame.removeChild(old);
      }
      message.hidden = true;
    };

    return player;
  };
}(window.ringPage = window.ringPage || {}));
