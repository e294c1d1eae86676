/** Groups of emoji, each a string of its own that is split by character. */
export const EMOJI: readonly { readonly icon: string; readonly all: readonly string[] }[] = [
  {
    icon: '😀',
    all: [
      ...'😀😃😄😁😆😅🤣😂🙂🙃😉😊😇🥰😍🤩😘😚😋😛😜🤪😝🤗🤭🤫🤔🤐😐😑😶😏😒🙄😬😌😔😪😴😷🤒🤕🤢🤧🥵🥶😵🤯🥳😎🤓🧐😕😟🙁😮😲😳🥺😨😰😥😢😭😱😖😣😞😓😩😫🥱😤😡😠🤬😈💀💩🤡👻👽🤖',
    ],
  },
  { icon: '👍', all: [...'👍👎👌🤏🤞🤟🤘🤙👈👉👆👇👋🤚🖖💪🙏👏🙌👐🤝🫶💅👀🧠🙋🙆🙅🤷🤦🙇💁👫👭👬🏃💃🕺'] },
  {
    icon: '🎉',
    all: [
      ...'🎉🎊🎁🎈🎂🍰🍺🍻🥂🍷☕🍵🍚🍜🍎🍉🍓🍑🌹🌸🌻🌈🔥⚡🌙⭐🌞🌊🐶🐱🐼🐷🐵🐔🐴🦄🐝🐳🏆⚽🏀🎮🎵🎤🚗🚀🏠💻📱⏰💡💰📌📎🔒🔑',
    ],
  },
  { icon: '💯', all: [...'💯💔💕💖💗💙💚💛🧡💜🖤🤍💢💥💤💬✅❌❓❗⭕🚫🆗🆕🆒🔴🟢🔵⬆⬇✨'] },
];
