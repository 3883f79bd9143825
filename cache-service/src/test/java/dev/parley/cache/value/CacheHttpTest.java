package dev.parley.cache.value;

import static dev.parley.cache.http.Api.problem;
import static dev.parley.cache.http.Api.service;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.parley.cache.Servers;
import dev.parley.contracts.id.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cache by HTTP. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class CacheHttpTest {

  /** No other test has it. */
  private final String cache = "/api/v1/cache/t-" + Ids.random().toLowerCase(Locale.ROOT);

  private final String ann = cache + "/values/ann";

  @Test
  void json_is_set_and_got() {
    String version =
        service("{'name':'Änn'}")
            .put(ann + "?ttl=60")
            .then()
            .statusCode(200)
            .body("stored", equalTo(true))
            .body("degraded", nullValue())
            .extract()
            .path("version");

    service()
        .get(ann)
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("ETag", "\"" + version + "\"")
        .header("X-Content-Type-Options", "nosniff")
        .body("name", equalTo("Änn"));
    service()
        .get(ann + "/ttl")
        .then()
        .statusCode(200)
        .body("exists", equalTo(true))
        .body("version", equalTo(version))
        .body("ttlSeconds", allOf(greaterThan(0), lessThanOrEqualTo(60)));
  }

  @Test
  void bytes_come_back_with_their_type() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    service().contentType("image/png").body(all).put(ann).then().statusCode(200);

    ValidatableResponse got = service().get(ann).then().statusCode(200).contentType("image/png");
    assertArrayEquals(all, got.extract().asByteArray());
  }

  @Test
  void miss_says_so() {
    service()
        .get(ann)
        .then()
        .statusCode(404)
        .contentType("application/json")
        .header("Parley-Degraded", nullValue())
        .body("hit", equalTo(false))
        .body("degraded", nullValue());
    service().get(ann + "/ttl").then().statusCode(200).body("exists", equalTo(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b/../c", "ü?x=1&y#z", "a%2Fb", "{tag}", "a b", "ttl", "a*[b]"})
  void key_may_have_any_characters(String key) {
    String url =
        cache + "/values/" + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    service("{'n':1}").urlEncodingEnabled(false).put(url).then().statusCode(200);
    service().urlEncodingEnabled(false).get(url).then().statusCode(200).body("n", equalTo(1));
    service().urlEncodingEnabled(false).get(url + "x").then().statusCode(404);
    String body = "{'keys':['" + key + "']}";
    service(body)
        .post(cache + "/get-many")
        .then()
        .statusCode(200)
        .body("values[0].key", equalTo(key))
        .body("values[0].hit", equalTo(true));
  }

  @Test
  void tiers_and_permanent() {
    service("1").put(ann + "?tier=short").then().statusCode(200);
    service().get(ann + "/ttl").then().body("ttlSeconds", lessThanOrEqualTo(300));
    service("1").put(ann).then().statusCode(200);
    service()
        .get(ann + "/ttl")
        .then()
        .body("ttlSeconds", allOf(greaterThan(300), lessThanOrEqualTo(1800)));
    service("1").put(ann + "?tier=permanent").then().statusCode(200);
    service()
        .get(ann + "/ttl")
        .then()
        .body("permanent", equalTo(true))
        .body("ttlSeconds", nullValue());
  }

  @Test
  void conditions() {
    String first =
        service("1")
            .header("If-None-Match", "*")
            .put(ann)
            .then()
            .statusCode(200)
            .extract()
            .path("version");
    problem(service("2").header("If-None-Match", "*").put(ann).then(), 412);
    service("3").header("If-Match", "\"" + first + "\"").put(ann).then().statusCode(200);
    problem(service("4").header("If-Match", first).put(ann).then(), 412);
    service().get(ann).then().statusCode(200).body(equalTo("3"));
  }

  @Test
  void many_at_once() {
    service(
            "{'entries':[{'key':'a','json':{'n':1.5,'t':[null,true]}},{'key':'b','base64':'Qm9i',"
                + "'contentType':'text/plain'},{'key':'c','json':null},{'key':'d','base64':''}],"
                + "'tier':'day','tags':['x']}")
        .post(cache + "/set-many")
        .then()
        .statusCode(200)
        .body("stored", equalTo(true))
        .body("versions", hasSize(4));

    service("{'keys':['none','b','a','c','d']}")
        .post(cache + "/get-many")
        .then()
        .statusCode(200)
        .body("values", hasSize(5))
        .body("values[0].hit", equalTo(false))
        .body("values[1].base64", equalTo("Qm9i"))
        .body("values[1].contentType", equalTo("text/plain"))
        .body("values[2].json.n", equalTo(1.5f))
        .body("values[2].json.t[1]", equalTo(true))
        .body("values[2].version", notNullValue())
        .body("values[3].hit", equalTo(true))
        .body("values[4].base64", equalTo(""))
        .body("degraded", nullValue());
    service("{'keys':['a','b','none']}")
        .post(cache + "/delete-many")
        .then()
        .statusCode(200)
        .body("deleted", equalTo(2));
    service().get(cache + "/values/a").then().statusCode(404);
  }

  @Test
  void large_value_among_many_is_to_be_got_alone() {
    String keys = "'" + "x','".repeat(499) + "ann'";
    service().contentType("text/plain").body("x".repeat(100_000)).put(ann).then().statusCode(200);

    service("{'keys':[" + keys + "]}")
        .post(cache + "/get-many")
        .then()
        .statusCode(200)
        .body("values[499].hit", equalTo(true))
        .body("values[499].tooLarge", equalTo(true))
        .body("values[499].base64", nullValue());
    service("{'keys':['ann']}")
        .post(cache + "/get-many")
        .then()
        .body("values[0].tooLarge", nullValue())
        .body("values[0].base64", notNullValue());
  }

  @Test
  void tag_and_namespace_are_invalidated() {
    service("1").put(ann + "?tags=users,new").then().statusCode(200);
    service("2").put(cache + "/values/bob?tags=users").then().statusCode(200);
    service().delete(cache + "/tags/new").then().statusCode(200).body("invalidated", equalTo(true));
    service().get(ann).then().statusCode(404);
    service().get(cache + "/values/bob").then().statusCode(200);

    service().delete(cache).then().statusCode(200).body("invalidated", equalTo(true));

    service().get(cache + "/values/bob").then().statusCode(404);
    service("3").put(ann).then().statusCode(200);
    service().get(ann).then().statusCode(200).body(equalTo("3"));
    service().get(cache + "/values/bob").then().statusCode(404);
  }

  @Test
  void deleted_by_key_and_by_pattern() {
    service("1").put(cache + "/values/u:1").then().statusCode(200);
    service("1").put(cache + "/values/u:2").then().statusCode(200);
    service("1").put(ann).then().statusCode(200);
    service().delete(ann).then().statusCode(200).body("deleted", equalTo(1));
    service().delete(ann).then().statusCode(200).body("deleted", equalTo(0));

    service("{'pattern':'u:*'}")
        .post(cache + "/delete-matching")
        .then()
        .statusCode(200)
        .body("deleted", equalTo(2))
        .body("cursor", nullValue());
  }

  @Test
  void numbers() {
    String number = cache + "/numbers/visits";
    service().get(number).then().statusCode(200).body("hit", equalTo(false));
    service()
        .contentType("application/json")
        .post(number + "/increment")
        .then()
        .statusCode(200)
        .body("value", equalTo(1));
    service("{'by':41,'ttl':60}").post(number + "/increment").then().body("value", equalTo(42));
    service().get(number).then().body("hit", equalTo(true)).body("value", equalTo(42));
    service().delete(number).then().statusCode(200).body("deleted", equalTo(1));
    service().get(number).then().body("hit", equalTo(false)).body("value", nullValue());
  }

  @Test
  void sets() {
    String set = cache + "/sets/online";
    service().get(set).then().statusCode(200).body("hit", equalTo(false));
    service("{'members':['ann','bob/1'],'ttl':60}")
        .post(set + "/add")
        .then()
        .statusCode(200)
        .body("added", equalTo(2))
        .body("size", equalTo(2));
    service("{'members':['ann']}").post(set + "/add").then().body("added", equalTo(0));
    service()
        .get(set)
        .then()
        .body("hit", equalTo(true))
        .body("members", containsInAnyOrder("ann", "bob/1"));
    service()
        .get(set + "/members/{member}", "bob/1")
        .then()
        .statusCode(200)
        .body("member", equalTo(true));
    service().get(set + "/members/cy").then().body("member", equalTo(false));
    service("{'members':['ann','cy']}").post(set + "/remove").then().body("removed", equalTo(1));
    service().delete(set).then().statusCode(200).body("deleted", equalTo(1));
    service().get(set + "/members/ann").then().body("hit", equalTo(false));
  }

  @Test
  void one_name_may_be_a_value_a_number_and_a_set() {
    service("1").put(ann).then().statusCode(200);
    service("{}").post(cache + "/numbers/ann/increment").then().body("value", equalTo(1));
    service("{'members':['x']}").post(cache + "/sets/ann/add").then().body("added", equalTo(1));
    service().get(ann).then().statusCode(200).body(not(anEmptyMap()));
    service("{'pattern':'ann'}")
        .post(cache + "/delete-matching")
        .then()
        .body("deleted", equalTo(3));
  }
}
