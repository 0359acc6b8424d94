-- As `plainLetters` has it (a test holds both to each other): marks first, so that also "ǿ" loses its stroke; then the letters that Unicode does not take apart. Those in
-- capitals stand here too, for not every collation of a server knows their small ones.
CREATE OR REPLACE FUNCTION "plain_letters"(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT lower(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    translate(regexp_replace(normalize($1, NFD), '[\u0300-\u036f]', '', 'g'),
      'øłđħıŧŋðĸſŉŀĿƀƃɓƈɖɗƌəǝɛƒɠǥɣɨɩƙƚɲƞɵƥƫƭʈʉʋƴƶɀȡȴȵȶȷⱥȼⱦȿɇɉɋɍɏȥØŁĐĦŦŊÐɃƂƁƇƉƊƋƏƎƐƑƓǤƔƗƖƘȽƝȠƟƤƬƮɄƲƳƵⱿȺȻȾⱾɆɈɊɌɎȤ',
      'oldhitndksnllbbbcdddeeefgggiiklnnoptttuvyzzdlntjactsejqryzoldhtndbbbcdddeeefgggiiklnnopttuvyzzactsejqryz')
    , 'ß', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'þ', 'th'), 'Þ', 'th'), 'ĳ', 'ij'), 'Ĳ', 'ij'), 'ǆ', 'dz'), 'Ǆ', 'dz'), 'ǉ', 'lj'), 'Ǉ', 'lj'), 'ǌ', 'nj'), 'Ǌ', 'nj'), 'ǳ', 'dz'), 'Ǳ', 'dz'), 'ẞ', 'ss'), 'ǅ', 'dz'), 'ǈ', 'lj'), 'ǋ', 'nj'), 'ǲ', 'dz'))
$$;
--> statement-breakpoint
-- What was kept by the former one is made anew.
UPDATE "name_word" SET "word" = "word";--> statement-breakpoint
REINDEX INDEX "account_search";--> statement-breakpoint
REINDEX INDEX "role_holder_search";
