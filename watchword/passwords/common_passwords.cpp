#include <watchword/passwords/common_passwords.hpp>

#include <array>

namespace watchword::passwords {
namespace {

// Compared without regard to case and without what is no letter or digit, so that "Congratulations!..." is found as
// well.
constexpr std::array<std::u32string_view, 65> whole{
    U"allyourbasearebelongtous",
    U"areyoukiddingme",
    U"bestfriendsforever",
    U"californiadreaming",
    U"callofduty4modernwarfare",
    U"chelseafootballclub",
    U"christopherrobin",
    U"computersecurity",
    U"congratulations",
    U"counterstrikesource",
    U"diamondsareforever",
    U"everythingisawesome",
    U"everythingwillbeok",
    U"fernandoalonso14",
    U"footballislife1",
    U"forgetmenotforgetme",
    U"fortytwofortytwo",
    U"fromrussiawithlove",
    U"fullmetalalchemist",
    U"gameofthrones123",
    U"godisgoodallthetime",
    U"grandtheftautosanandreas",
    U"hakunamatatahakunamatata",
    U"happybirthdaytoyou",
    U"harrypotterandthe",
    U"heywhatsupeverybody",
    U"icanhascheezburger",
    U"idontknowwhatthisis",
    U"iloveyouforever",
    U"iloveyousomuch1",
    U"iloveyousomuchbaby",
    U"inthenameofthefather",
    U"itsnoneofyourbusiness",
    U"jesuschristislord",
    U"jesuschristsuperstar",
    U"jesusismysavior",
    U"justletmeinplease",
    U"leaguelegends123",
    U"letmeinletmeinletmein",
    U"leonardodicaprio",
    U"lordoftherings1",
    U"manchesterunited",
    U"maytheforcebewithyou",
    U"metallicametallica",
    U"mothersmaidenname",
    U"mypasswordissecure",
    U"neversaynever123",
    U"onceuponatimethere",
    U"onepieceonepiece",
    U"openthedoorplease",
    U"piratesofthecaribbean",
    U"playstation3playstation",
    U"redhotchilipeppers",
    U"rememberthetitans",
    U"rosesareredvioletsareblue",
    U"rockandrollforever",
    U"spongebobsquarepants",
    U"supercalifragilisticexpialidocious",
    U"thankyouverymuch",
    U"thequickbrownfox",
    U"thequickbrownfoxjumpsoverthelazydog",
    U"theanswerisfortytwo",
    U"todayisagoodday",
    U"tobeornottobethatisthequestion",
    U"whatdoesthefoxsay",
};

constexpr std::array<std::u32string_view, 56> words{
    U"1q2w3e4r5t", U"1q2w3e4r",   U"abc123",   U"account",  U"admin",    U"baseball",  U"batman",   U"changeme",
    U"charlie",    U"company",    U"computer", U"default",  U"dragon",   U"football",  U"forever",  U"freedom",
    U"guest",      U"hello",      U"iloveyou", U"internet", U"letmein",  U"liverpool", U"login",    U"manager",
    U"master",     U"michael",    U"monkey",   U"mustang",  U"p4ssw0rd", U"p@ssw0rd",  U"p@ssword", U"pa55word",
    U"pass",       U"passphrase", U"passw0rd", U"password", U"please",   U"pokemon",   U"princess", U"qazwsx",
    U"root",       U"secret",     U"server",   U"service",  U"shadow",   U"starwars",  U"summer",   U"sunshine",
    U"superman",   U"system",     U"temp",     U"test",     U"trustno1", U"user",      U"welcome",  U"winter",
};

}  // namespace

std::span<const std::u32string_view> common_passwords() noexcept {
    return whole;
}
std::span<const std::u32string_view> common_words() noexcept {
    return words;
}

}  // namespace watchword::passwords
