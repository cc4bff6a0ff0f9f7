/** A text to learn from where the reader has none at hand. Written for this page. */
export const SAMPLE = `The keeper of the lighthouse wrote in her book every evening. She wrote down the wind, the water and the light: how strong the wind was, how high the water stood, and when the light was lit. The book had begun with the keeper before her, and the keeper before him, and it would go on with the keeper after her.

On the first of March she wrote: Wind from the north, strong. Water high. Light lit at 17:42. Three ships passed, two of them sailing north and one of them sailing south. The smaller of the two ships sailing north came nearer than it should have, and I rang the bell.

On the second of March she wrote: Wind from the north, stronger. Water higher than yesterday. Light lit at 17:44. No ships passed. The glass of the lantern is cleaned, the oil is measured, the lamp is burning brighter than it was burning before.

She liked short words, because the pen was old and the ink was thin, and because she had found that short words, put together, make the longer ones: light and house, north and west, water and fall, some and thing. There is a house for the light, she thought, and so it is a lighthouse. There is a keeper of the house, and so she is a housekeeper, though nobody in the harbour called her that.

On the third of March the wind was low and the water was lower. A boat came from the harbour with bread, butter, letters and a newspaper. The letters were from her brother, who was a baker in the town. He wrote that the baker's daughter was walking, that the walker's knees were better, and that the weather was worse than the weather of last winter. She laughed, and she wrote back: The weather here is whatever the weather wants. The wind is the wind, and the water is the water. I am well. The light is lit.

When the boat was gone she counted what there was. There were 12 loaves of bread, 24 candles, 36 eggs, 48 matches in the box and 120 more in the tin, and the oil for 365 nights. She wrote all of this in the book, in a neat row, one thing under another thing. She wrote the number first and the thing after the number, as the keeper before her had done, and the keeper before him.

That night the fog came. In the fog the light goes nowhere: it leaves the lantern and is lost a little farther on, and a ship that is looking for the light is looking at nothing. So she rang the bell. She rang it once a minute, and between the ringing and the ringing she listened. Ringing and listening, listening and ringing, she went through the night without writing anything.

In the morning there was a knocking at the door. It was the captain of the smaller ship, the one that had come nearer than it should have. He was holding his hat in both hands. "We heard the bell," he said. "We did not see the light, but we heard the bell, and we kept away from the rocks."

"Then it was a good night for the bell," she said, "and a night of rest for the light." She gave him bread and butter and something hot to drink, and when he had gone, she opened the book. Fourth of March, she wrote. Wind: none. Water: low. Light: lit at 17:49, and not seen. Bell: rung from nine in the evening until six in the morning, 540 times. One ship passed, and passed safely.

She read what she had written. Then she turned the pages back, to the keeper before her, and the keeper before him, and she saw the same words standing there, again and again: the wind, the water, the light. The oftener a thing is said, she thought, the shorter we should like to say it. If I had a sign for "the wind" and a sign for "the water", I should save a page in every ten. And if I had a sign for each of the longer things that are said again and again, I should save more pages, but I should have to keep a list of all the signs, and the list would be longer, and whoever reads the book would have to know the list.

So she did not make a sign for everything. She made one for whatever came up most often; then she looked again, and made one for whatever came up most often now; and she stopped when the list had filled one page. The keeper after her found the list in the front of the book, and could read all that was written.
`;
